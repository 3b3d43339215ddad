import {buildPlugin} from './plugin/build.js';
const meta = await buildPlugin('/tmp/h15b-dist');
const outs = meta.outputs;
const find = src => Object.keys(outs).filter(o => outs[o].entryPoint === src);
function closure(starts){ const seen=new Set(); const q=[...starts]; while(q.length){const o=q.pop(); if(seen.has(o)||!outs[o])continue; seen.add(o); for(const i of outs[o].imports) if(i.kind==='import-statement'&&!i.external) q.push(i.path);} return seen; }
const want = process.argv.slice(2);
const set = closure(want.flatMap(find));
let total=0; const inputs=new Map();
for(const o of set){ total+=outs[o].bytes; for(const [i,{bytesInOutput}] of Object.entries(outs[o].inputs)) inputs.set(i,(inputs.get(i)??0)+bytesInOutput); }
console.log(want.join(' '), 'chunks',set.size,'bytes',total);
const groups=new Map(); for(const [i,b] of inputs){ const k=i.startsWith('node_modules')? i.split('/').slice(0, i.split('/')[1].startsWith('@')?3:2).join('/') : i.split('/').slice(0,3).join('/'); groups.set(k,(groups.get(k)??0)+b);}
for(const [k,b] of [...groups].sort((a,b)=>b[1]-a[1]).slice(0,45)) console.log(String(b).padStart(8),k);
