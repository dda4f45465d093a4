# A cgroup with part of a CPU and of the memory, by version 1 or 2, whichever the machine has and lets us write.

CGROUPS=${CGROUPS:-/sys/fs/cgroup}
CGROUP=poolwarden-bench

# limits_set CPUS MEGABYTES; says what holds now, and whether it does.
limits_set() {
    local period=100000 quota bytes
    quota=$(awk -v cpus="$1" -v period=$period 'BEGIN { printf "%d", cpus * period }')
    bytes=$(($2 * 1024 * 1024))
    if [ -f $CGROUPS/cgroup.controllers ] && grep -qw cpu $CGROUPS/cgroup.controllers &&
        echo '+cpu +memory' 2>/dev/null >$CGROUPS/cgroup.subtree_control &&
        mkdir -p "$CGROUPS/$CGROUP" 2>/dev/null; then
        LIMITS=2
        echo "$quota $period" >"$CGROUPS/$CGROUP/cpu.max"
        echo "$bytes" >"$CGROUPS/$CGROUP/memory.max"
    elif [ -w $CGROUPS/cpu ] && mkdir -p "$CGROUPS/cpu/$CGROUP" "$CGROUPS/memory/$CGROUP" 2>/dev/null; then
        LIMITS=1
        echo $period >"$CGROUPS/cpu/$CGROUP/cpu.cfs_period_us"
        echo "$quota" >"$CGROUPS/cpu/$CGROUP/cpu.cfs_quota_us"
        echo "$bytes" >"$CGROUPS/memory/$CGROUP/memory.limit_in_bytes"
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
            echo $BASHPID >"$CGROUPS/cpu/$CGROUP/cgroup.procs"
            echo $BASHPID >"$CGROUPS/memory/$CGROUP/cgroup.procs"
            ;;
        2) echo $BASHPID >"$CGROUPS/$CGROUP/cgroup.procs" ;;
    esac
    exec "$@"
}

limits_remove() {
    rmdir "$CGROUPS/$CGROUP" "$CGROUPS/cpu/$CGROUP" "$CGROUPS/memory/$CGROUP" 2>/dev/null || true
}
