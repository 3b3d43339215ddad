import {buildPlugin} from './plugin/build.js';
const meta = await buildPlugin('/tmp/h15b-dist'); const outs=meta.outputs;
const eps=Object.values(outs).filter(o=>o.entryPoint).map(o=>o.entryPoint); console.log(eps.length, eps.join(' '));
function closure(starts){ const seen=new Set(); const q=[...starts]; while(q.length){const o=q.pop(); if(seen.has(o)||!outs[o])continue; seen.add(o); for(const i of outs[o].imports) if(i.kind==='import-statement'&&!i.external) q.push(i.path);} return seen; }
const find = src => Object.keys(outs).filter(o => outs[o].entryPoint === src);
const st=closure([...find('source/cli.ts'),...find('source/verbs/status/run.ts')]);
const reach=new Map(Object.keys(outs).map(o=>[o,[]])); for(const e of eps) for(const o of closure(find(e))) reach.get(o).push(e.replace('source/',''));
for(const o of [...st].sort((a,b)=>outs[a].bytes-outs[b].bytes)) console.log(String(outs[o].bytes).padStart(7), Object.keys(outs[o].inputs).length, Object.keys(outs[o].inputs).slice(0,4).map(i=>i.replace('source/','')).join(','), '  reached by', reach.get(o).length);
for (const v of ['tui','promote','check','explain','version']) console.log(v, closure([...find('source/cli.ts'),...find(`source/verbs/${v}/run.ts`)]).size);
