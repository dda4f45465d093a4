package dev.poolwarden.bench.overload;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that were started beforehand and wait for requests, as those of an application server do. The one that was last at
 * work is the next to work: its caches are warm, and only as many threads stir as the load needs.
 *
 * <p>{@link #wake} is called by one thread; since it alone takes from the stack, nobody can put back what it is just looking at.
 */
final class Crew implements AutoCloseable {

    /** In bytes; thousands of threads that wait need no more. */
    private static final long STACK = 256 * 1024;

    private final AtomicReference<Member> idle = new AtomicReference<>();
    private volatile boolean over;

    /** @param size threads, all of which are there when this returns */
    Crew(int size) {
        for (int i = 0; i < size; i++) {
            new Member(i).start();
        }
    }

    /** Has a thread do this; false when none is free. */
    boolean wake(Runnable duty) {
        Member member = idle.get();
        while (member != null && !idle.compareAndSet(member, member.below)) {
            member = idle.get();
        }
        if (member == null) {
            return false;
        }
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
        private volatile Runnable duty;

        Member(int number) {
            super(null, null, "request-" + number, STACK);
            setDaemon(true);
            push();
        }

        @Override
        public void run() {
            while (!over) {
                Runnable mine = duty;
                if (mine == null) {
                    LockSupport.park(this);
                } else {
                    duty = null;
                    mine.run();
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
