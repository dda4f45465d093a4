package dev.poolwarden.pool;

import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** All that is asked and known of the server beside what borrowers do there: put together here, used where it is needed. */
final class ServerSide implements AutoCloseable {

    final ReservedConnection reserved;
    final Backends backends;
    final Leaving leaving;
    final PoolerWatch poolers;
    final FitWatch fits;
    final WriteAccess access = new WriteAccess();
    final PostgresProbe probe;
    private final Supplier<Collection<Physical>> connections;

    /**
     * @param factory how connections are made
     * @param connections those of the pool
     * @param onRefusal told, on the thread that opens, when a connection may not open
     * @param onTurn told when the server has begun to refuse writes, or to take them again
     */
    ServerSide(
            AgroalConnectionFactoryConfiguration factory,
            PoolSettings settings,
            Supplier<Collection<Physical>> connections,
            Runnable onRefusal,
            Runnable onTurn,
            RandomGenerator random,
            LongSupplier nanoTime) {
        this.connections = connections;
        this.reserved = new ReservedConnection(
                factory, settings.applicationName() + ":reserved", this::discarded, random, nanoTime);
        this.backends = new Backends(reserved);
        this.leaving = new Leaving(backends, nanoTime);
        this.poolers = new PoolerWatch(reserved);
        this.fits =
                new FitWatch(settings, reserved, poolers, this::ownProcesses, leaving::lingering, onRefusal, nanoTime);
        this.probe = new PostgresProbe(reserved, poolers, fits, leaving, access, onTurn, nanoTime);
    }

    private void discarded(ServerProcess process) {
        leaving.addReserved(process);
    }

    /** Those of open connections, and of closed ones whose end the server may not have noticed. */
    private Set<ServerProcess> ownProcesses() {
        Set<ServerProcess> own = new HashSet<>(leaving.all());
        connections.get().forEach(each -> own.add(each.process));
        return own;
    }

    /** Whether each connection has a process to itself. */
    boolean ownsProcesses() {
        return poolers.pooling().ownsProcesses();
    }

    @Override
    public void close() {
        reserved.close();
    }
}
