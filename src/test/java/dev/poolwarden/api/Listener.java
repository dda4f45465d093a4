package dev.poolwarden.api;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Listens to server-sent events over a connection of its own, and reads only when it is asked to. */
public final class Listener implements Closeable {

    private static final int PATIENCE_MS = 30_000;
    private static final int WINDOW = 4 * 1024; // bytes that the kernel takes for it, or twice as much

    /** One event. */
    public record Event(String id, String name, String data) {}

    private final Socket socket = new Socket();
    private final InputStream in;
    private final String status;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String chunk = "";

    public Listener(URI server, String... requestHeaders) throws IOException {
        socket.setReceiveBufferSize(WINDOW);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        String lines = String.join("", requestHeaders);
        String request = "GET " + Api.EVENTS + " HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        in = new BufferedInputStream(socket.getInputStream());
        status = line();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon), header.substring(colon + 1).trim());
        }
    }

    public int status() {
        return Integer.parseInt(status.split(" ")[1]);
    }

    Map<String, String> headers() {
        return headers;
    }

    /** The next event; waits for it. Throws {@link EOFException} where the stream has ended. */
    public Event next() throws IOException {
        String block = block();
        while (block.startsWith("retry:")) {
            block = block();
        }
        Map<String, String> fields = new TreeMap<>();
        block.lines()
                .forEach(line ->
                        fields.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2)));
        return new Event(fields.get("id"), fields.get("event"), fields.get("data"));
    }

    /** Up to an empty line. */
    String block() throws IOException {
        while (!chunk.contains("\n\n")) {
            chunk += chunk();
        }
        int end = chunk.indexOf("\n\n");
        String block = chunk.substring(0, end);
        chunk = chunk.substring(end + 2);
        return block;
    }

    private String chunk() throws IOException {
        int size = Integer.parseInt(line(), 16);
        String text = new String(in.readNBytes(size), StandardCharsets.UTF_8);
        line();
        if (size == 0) {
            throw new EOFException("The stream has ended in an orderly way");
        }
        return text;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The connection has ended");
            }
            line.append((char) next);
        }
        return line.toString().trim();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
