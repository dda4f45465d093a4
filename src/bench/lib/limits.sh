# A cgroup with part of a CPU and of the memory, by version 1 or 2, whichever the machine has and lets us write.

CGROUP=poolwarden-bench

# limits_set CPUS MEGABYTES; says what holds now, and whether it does.
limits_set() {
    local period=100000 quota bytes
    quota=$(awk -v cpus="$1" -v period=$period 'BEGIN { printf "%d", cpus * period }')
    bytes=$(($2 * 1024 * 1024))
    if [ -f /sys/fs/cgroup/cgroup.controllers ] && grep -qw cpu /sys/fs/cgroup/cgroup.controllers &&
        echo '+cpu +memory' 2>/dev/null >/sys/fs/cgroup/cgroup.subtree_control &&
        mkdir -p "/sys/fs/cgroup/$CGROUP" 2>/dev/null; then
        LIMITS=2
        echo "$quota $period" >"/sys/fs/cgroup/$CGROUP/cpu.max"
        echo "$bytes" >"/sys/fs/cgroup/$CGROUP/memory.max"
    elif [ -w /sys/fs/cgroup/cpu ] && mkdir -p "/sys/fs/cgroup/cpu/$CGROUP" "/sys/fs/cgroup/memory/$CGROUP" 2>/dev/null; then
        LIMITS=1
        echo $period >"/sys/fs/cgroup/cpu/$CGROUP/cpu.cfs_period_us"
        echo "$quota" >"/sys/fs/cgroup/cpu/$CGROUP/cpu.cfs_quota_us"
        echo "$bytes" >"/sys/fs/cgroup/memory/$CGROUP/memory.limit_in_bytes"
    else
        LIMITS=0
    fi
}

limits_said() {
    case $LIMITS in
        0) echo "NO LIMITS: this machine lets us write no cgroup, so these are not a small instance's figures" ;;
        *) echo "cgroup version $LIMITS" ;;
    esac
}

# Runs a command in the cgroup, in the place of this process.
limited() {
    case $LIMITS in
        1)
            echo $BASHPID >"/sys/fs/cgroup/cpu/$CGROUP/cgroup.procs"
            echo $BASHPID >"/sys/fs/cgroup/memory/$CGROUP/cgroup.procs"
            ;;
        2) echo $BASHPID >"/sys/fs/cgroup/$CGROUP/cgroup.procs" ;;
    esac
    exec "$@"
}

limits_remove() {
    rmdir "/sys/fs/cgroup/$CGROUP" "/sys/fs/cgroup/cpu/$CGROUP" "/sys/fs/cgroup/memory/$CGROUP" 2>/dev/null || true
}
