#!/usr/bin/env node
// Old Nodes must get as far as the message below: CommonJS, nothing loaded before the check, and no syntax from after 2015.
'use strict';

var minimum = 24;

if (Number(process.versions.node.split('.')[0]) < minimum) {
	process.stderr.write(
		'error: kubectl-iter8 needs Node ' +
			minimum +
			' or newer, this is ' +
			process.version +
			'; install a newer one (https://nodejs.org) and put it first on PATH\n',
	);
	process.exitCode = 1;
} else {
	start();
}

function start() {
	var module = require('module');
	var path = require('path');
	var home = require('os').homedir();
	var caches =
		process.env.XDG_CACHE_HOME || path.join(home, process.platform === 'darwin' ? 'Library/Caches' : '.cache');
	// Halves the start-up time. Where the folder cannot be written, Node goes on without.
	module.enableCompileCache(path.join(caches, 'kubectl-iter8', 'compile-cache'));
	import('./cli.mjs').then(
		function (cli) {
			return cli.main(process.argv.slice(2));
		},
		function (error) {
			process.stderr.write('error: kubectl-iter8 is not whole, install it again: ' + error.message + '\n');
			process.exitCode = 1;
		},
	);
}
