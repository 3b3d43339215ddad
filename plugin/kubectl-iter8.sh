# shellcheck shell=sh
# The first part of the executable, for the shell; plugin/build.js puts kubectl-iter8.cjs behind it, for Node.

# Node forgets which signals were to be ignored when it was started, as nohup and the & of a script have it. A shell knows:
# it can trap no signal that was ignored when it was started.
ITER8_IGNORED_SIGNALS=
for iter8_name in HUP INT; do
	trap 'iter8_caught=$iter8_name' $iter8_name
	iter8_caught=
	kill -$iter8_name $$
	[ "$iter8_caught" ] || ITER8_IGNORED_SIGNALS="$ITER8_IGNORED_SIGNALS $iter8_name"
	trap - $iter8_name
done
export ITER8_IGNORED_SIGNALS

# A clone has the Node that it needs.
iter8_self=$0
while [ -L "$iter8_self" ]; do
	iter8_target=$(readlink "$iter8_self")
	case $iter8_target in /*) iter8_self=$iter8_target ;; *) iter8_self=${iter8_self%/*}/$iter8_target ;; esac
done
iter8_node=${iter8_self%/*}/../node_modules/node/bin/node
[ -x "$iter8_node" ] || iter8_node=node
command -v "$iter8_node" >/dev/null || {
	echo 'error: kubectl-iter8 needs Node 24.5 or newer (https://nodejs.org), and there is no node on PATH' >&2
	exit 1
}
exec "$iter8_node" "$0" "$@"
