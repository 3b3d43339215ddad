# What a pod's containers share: the first program in its network, mount and host name namespaces, which it keeps alive.
# Usage: pod-sandbox.sh HOSTNAME ADDRESS/LENGTH GATEWAY RESOLV_CONF [SOURCE TARGET...], each TARGET a folder below /mnt or /run
set -e
hostname "$1"
address=$2
gateway=$3
mount --bind "$4" /etc/resolv.conf
shift 4
# over what this machine has there, so that folders can be made in it
mount -t tmpfs tmpfs /mnt
mount -t tmpfs tmpfs /run
while [ $# -gt 0 ]; do
	mkdir -p "$2"
	mount --bind "$1" "$2"
	shift 2
done
echo made
# the other end of the wire is plugged in now
read -r _
ip link set lo up
ip address add "$address" dev eth0
ip link set eth0 up
ip route add default via "$gateway"
echo up
exec sleep infinity
