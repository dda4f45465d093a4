package dev.poolwarden.bench.listeners;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Asks for one path at a fixed pace over one connection that stays open, and counts each time from the instant when the request
 * was due, whatever became of those before. One thread's own.
 */
final class Polls implements Runnable {

    private final URI server;
    private final byte[] request;
    private final long pause;
    private final long begin;
    private final long measureFrom;
    private final long end;
    private final Histogram micros = new Histogram(60_000_000, 3);

    /**
     * @param perSecond requests
     * @param begin when the first is due, in ns, as the other two
     */
    Polls(URI server, String path, int perSecond, long begin, long measureFrom, long end) {
        this.server = server;
        this.request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        this.pause = 1_000_000_000L / perSecond;
        this.begin = begin;
        this.measureFrom = measureFrom;
        this.end = end;
    }

    Histogram micros() {
        return micros;
    }

    @Override
    public void run() {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (long due = begin; due - end < 0; due += pause) {
                awaitInstant(due);
                socket.getOutputStream().write(request);
                readAnswer(in);
                note(due);
            }
        } catch (IOException e) {
            throw new IllegalStateException("A poll failed: " + e.getMessage(), e);
        }
    }

    private void note(long due) {
        if (due - measureFrom >= 0) {
            micros.recordValue((System.nanoTime() - due) / 1000);
        }
    }

    private static void awaitInstant(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void readAnswer(InputStream in) throws IOException {
        if (!line(in).contains(" 200 ")) {
            throw new IOException("it was refused");
        }
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase().startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).trim());
            }
        }
        in.skipNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The connection has ended");
            }
            line.append((char) next);
        }
        return line.toString().trim();
    }
}
