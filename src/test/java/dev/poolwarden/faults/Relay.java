package dev.poolwarden.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The network between the pool and its server, which a test may spoil: a port of its own that passes on what comes.
 * Thread-safe.
 */
final class Relay implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;

    private final ServerSocket listener;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final AtomicInteger forgotten = new AtomicInteger();
    private volatile int target;
    private volatile boolean refuses;
    private volatile boolean silent;
    private volatile boolean answersSilent;
    private volatile long rememberedNs = Long.MAX_VALUE; // how long an idle connection is
    private volatile Duration delay = Duration.ZERO;

    /** @param target the port on this machine that it leads to */
    Relay(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accepts", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connections that are open. */
    int open() {
        return lines.size();
    }

    /** New connections lead there from now on, as after a failover. */
    void leadTo(int port) {
        target = port;
    }

    /** The cable is out: every connection is reset, and so is each new one. */
    void cut() {
        refuses = true;
        lines.forEach(Line::reset);
    }

    /** Nothing comes through either way, and nobody is told; what was sent meanwhile arrives once it is {@link #mend mended}. */
    void silence() {
        silent = true;
    }

    /** As {@link #silence}, but only the server's bytes stay away. */
    void silenceAnswers() {
        answersSilent = true;
    }

    /** A firewall has forgotten the connections that are open: their bytes vanish for ever; new ones pass. */
    void forget() {
        lines.forEach(line -> {
            line.deaf = true;
            line.mute = true;
        });
    }

    /** A firewall forgets each connection over which nothing went for that long, until {@link #mend mended}. */
    void forgetIdle(Duration time) {
        rememberedNs = time.toNanos();
    }

    /** Connections that a firewall has {@link #forgetIdle forgotten for being idle} so far. */
    int forgotten() {
        return forgotten.get();
    }

    /** What the server says on connections that are open vanishes for ever, its farewell too. */
    void forgetAnswers() {
        lines.forEach(line -> line.mute = true);
    }

    /** Everything takes so much longer, each way. */
    void delay(Duration by) {
        delay = by;
    }

    /** The network is well again. */
    void mend() {
        refuses = false;
        silent = false;
        answersSilent = false;
        rememberedNs = Long.MAX_VALUE;
        delay = Duration.ZERO;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refuses) {
                    reset(client);
                } else {
                    new Line(client).open();
                }
            } catch (IOException e) {
                // closed, or the server is not there: the client was told
            }
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // gone already
        }
    }

    private static void start(String what, Runnable work) {
        Thread thread = new Thread(work, "relay " + what);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.forEach(Line::reset);
    }

    /** One connection through the relay. */
    private final class Line {

        private final Socket client;
        private final Socket server;
        private volatile boolean deaf; // the server hears nothing any more
        private volatile boolean mute; // nor the client the server
        private volatile long lastPassed = System.nanoTime();

        Line(Socket client) throws IOException {
            this.client = client;
            try {
                server = new Socket(InetAddress.getLoopbackAddress(), target);
            } catch (IOException e) {
                Relay.reset(client);
                throw e;
            }
        }

        void open() throws IOException {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            lines.add(this);
            start("to the server", () -> pass(client, server));
            start("to the client", () -> pass(server, client));
        }

        private void pass(Socket from, Socket to) {
            byte[] bytes = new byte[BUFFER];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                    forgetIfIdle();
                    LockSupport.parkNanos(delay.toNanos());
                    while ((silent || answersSilent && from == server) && !from.isClosed()) {
                        LockSupport.parkNanos(1_000_000);
                    }
                    if (!isLost(from)) {
                        out.write(bytes, 0, read);
                    }
                }
            } catch (IOException e) {
                // one end is gone, and so is the other
            }
            end(from);
        }

        private void forgetIfIdle() {
            long now = System.nanoTime();
            if (now - lastPassed > rememberedNs) {
                deaf = true;
                mute = true;
                forgotten.incrementAndGet();
            }
            lastPassed = now;
        }

        private boolean isLost(Socket from) {
            return from == server ? mute : deaf;
        }

        /** An end whose bytes are lost goes unnoticed at the other; what that says from then on is for nobody. */
        private void end(Socket from) {
            if (isLost(from)) {
                deaf = true;
                return;
            }
            lines.remove(this);
            close(client);
            close(server);
        }

        private void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // gone already
            }
        }

        void reset() {
            lines.remove(this);
            Relay.reset(client);
            Relay.reset(server);
        }
    }
}
