# The first program in the testbed's own network (private-network.ts), with a loopback device, a bridge for pods, and all
# addresses of Services as addresses of this host. All of it is gone when the last process in it is.
# Usage: private-network.sh POD_GATEWAY/LENGTH SERVICE_RANGE PROGRAM [ARGUMENT...]
set -e
ip link set lo up
ip link add pods type bridge
ip address add "$1" dev pods
ip link set pods up
ip route add local "$2" dev lo
shift 2
export ITER8_PRIVATE_NETWORK=true
exec "$@"
