package dev.poolwarden.bench.overhead;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** One checkout and return, by as many threads as the run has. Started by {@link Overhead}. */
@State(Scope.Benchmark)
public class Checkout {

    /** The system property that names the PostgreSQL which the stub's connections lead to. */
    static final String URL = "poolwarden.bench.url";

    @Param
    public Peer peer;

    private Guard guard;

    @Setup
    public void open() throws Exception {
        guard = peer.open(StubDriver.url(System.getProperty(URL)));
    }

    @TearDown
    public void close() throws Exception {
        guard.close();
    }

    @Benchmark
    public void checkout(Blackhole user) throws Exception {
        guard.checkout(user::consume);
    }
}
