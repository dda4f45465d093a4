package dev.poolwarden.bench.overload;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that were started beforehand and wait for requests, as those of an application server do. The one that was last at
 * work gets the next request: its caches are warm, and only as many threads stir as the load needs.
 *
 * <p>{@link #offer} is called by one thread; since it alone takes from the stack, nobody can put back what it is just looking at.
 */
final class Crew implements AutoCloseable {

    /** In bytes; thousands of threads that wait need no more. */
    private static final long STACK = 256 * 1024;

    /** What a thread does with a request that was due at this ns. */
    @FunctionalInterface
    interface Duty {
        void serve(long due, Kind kind);
    }

    private final AtomicReference<Member> idle = new AtomicReference<>();
    private volatile boolean over;

    /** @param size threads, all of which are there when this returns */
    Crew(int size) {
        for (int i = 0; i < size; i++) {
            new Member(i).start();
        }
    }

    /** Has the request served at once; false when no thread is free. */
    boolean offer(long due, Kind kind, Duty duty) {
        Member member = idle.get();
        while (member != null && !idle.compareAndSet(member, member.below)) {
            member = idle.get();
        }
        if (member == null) {
            return false;
        }
        member.due = due;
        member.kind = kind;
        member.duty = duty;
        LockSupport.unpark(member);
        return true;
    }

    @Override
    public void close() {
        over = true;
        for (Member member = idle.get(); member != null; member = member.below) {
            LockSupport.unpark(member);
        }
    }

    private final class Member extends Thread {

        private Member below; // of the stack; written before it is pushed
        private long due;
        private Kind kind;
        private volatile Duty duty; // written last: with it the two above are seen

        Member(int number) {
            super(null, null, "request-" + number, STACK);
            setDaemon(true);
            push();
        }

        @Override
        public void run() {
            while (!over) {
                Duty mine = duty;
                if (mine == null) {
                    LockSupport.park(this);
                } else {
                    duty = null;
                    mine.serve(due, kind);
                    push();
                }
            }
        }

        private void push() {
            Member top;
            do {
                top = idle.get();
                below = top;
            } while (!idle.compareAndSet(top, this));
        }
    }
}
