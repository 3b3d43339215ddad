# shellcheck shell=sh
# The first part of the executable, for the shell; plugin/build.js puts kubectl-iter8.cjs behind it, for Node.

# Node forgets which signals were to be ignored when it was started, as nohup and the & of a script have it. A shell knows:
# it can trap no signal that was ignored when it was started.
ITER8_IGNORED_SIGNALS=
for name in HUP INT; do
	trap 'caught=$name' $name
	caught=
	kill -$name $$
	[ "$caught" ] || ITER8_IGNORED_SIGNALS="$ITER8_IGNORED_SIGNALS $name"
	trap - $name
done
export ITER8_IGNORED_SIGNALS

# A clone has the Node that it needs.
self=$0
while [ -L "$self" ]; do
	target=$(readlink "$self")
	case $target in /*) self=$target ;; *) self=${self%/*}/$target ;; esac
done
node=${self%/*}/../node_modules/node/bin/node
[ -x "$node" ] || node=node
command -v "$node" >/dev/null || {
	echo 'error: kubectl-iter8 needs Node 24.5 or newer (https://nodejs.org), and there is no node on PATH' >&2
	exit 1
}
exec "$node" "$0" "$@"
