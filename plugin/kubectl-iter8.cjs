// The second part of the executable, for Node; kubectl-iter8.sh is the first, and a comment here.
// Old Nodes must get as far as the message below: CommonJS, nothing loaded before the check, and no syntax from after 2015.
'use strict';

var minimum = [24, 5];

var current = process.versions.node.split('.').map(Number);
if (current[0] < minimum[0] || (current[0] === minimum[0] && current[1] < minimum[1])) {
	process.stderr.write(
		'error: kubectl-iter8 needs Node ' +
			minimum.join('.') +
			' or newer, this is ' +
			process.version +
			'; install a newer one (https://nodejs.org) and put it first on PATH\n',
	);
	process.exitCode = 1;
} else {
	start();
}

function start() {
	var caches = cacheFolder();
	// Halves the start-up time. Where the folder cannot be written, Node goes on without.
	if (caches !== undefined) require('module').enableCompileCache(caches);
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

// Node runs what it finds there, so it must be a folder that nobody else can write in or put another in the place of; undefined
// where there is none: no home, a HOME or XDG_CACHE_HOME that is relative, one that is another user's.
function cacheFolder() {
	var fs = require('fs');
	var path = require('path');
	try {
		var caches = absolute(process.env.XDG_CACHE_HOME);
		if (caches === undefined) {
			var home = absolute(process.env.HOME) || require('os').userInfo().homedir;
			fs.accessSync(home); // a home that is not there is not made
			caches = path.join(home, process.platform === 'darwin' ? 'Library/Caches' : '.cache');
		}

		var folder = path.join(caches, 'kubectl-iter8', 'compile-cache');
		fs.mkdirSync(folder, {recursive: true, mode: 448}); // rwx for us alone
		return process.getuid === undefined || isOurs(fs.realpathSync(folder)) ? folder : undefined;
		// oxlint-disable-next-line no-unused-vars -- to leave it out is newer syntax
	} catch (_) {
		return undefined;
	}

	function absolute(name) {
		return name && path.isAbsolute(name) ? name : undefined;
	}

	function isOurs(folder) {
		var ours = process.geteuid();
		if (fs.statSync(folder).uid !== ours) return false;
		for (var above = folder; ; above = path.dirname(above)) {
			var stats = fs.statSync(above);
			var isSticky = above !== folder && (stats.mode & 512) !== 0;
			if (stats.uid !== ours && stats.uid !== 0) return false;
			if ((stats.mode & 18) !== 0 && !isSticky) return false; // its group or all may write in it
			if (above === path.dirname(above)) return true;
		}
	}
}
