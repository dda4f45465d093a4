package dev.poolwarden.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends what no HTTP client would, byte by byte, and reads answers one after the other. */
final class RawConnection implements Closeable {

    private static final int PATIENCE_MS = 30_000;

    /** What came back; header names in small letters. */
    record Answer(int status, Map<String, String> headers, String body) {

        boolean isLast() {
            return status == 101 || isEndless() || "close".equalsIgnoreCase(headers.get("connection"));
        }

        private boolean isEndless() {
            return RawConnection.isEndless(headers);
        }
    }

    private static boolean isEndless(Map<String, String> headers) {
        return "text/event-stream".equals(headers.get("content-type"));
    }

    private final Socket socket;
    private final InputStream in;

    RawConnection(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends until the server has refused: a whole megabyte may meet an end that has closed already. */
    void sendUntilRefused(String text) throws IOException {
        try {
            send(text);
        } catch (SocketException closed) {
            // What it answered before it closed can still be read.
        }
    }

    /** Says that nothing more comes. */
    void finish() throws IOException {
        socket.shutdownOutput();
    }

    /**
     * The next answer that is no interim one; null if the server closes without any.
     *
     * @param head whether the request was HEAD, whose answer has no body whatever it says
     */
    Answer read(boolean head) throws IOException {
        String line = line();
        if (line == null) {
            return null;
        }
        int status = Integer.parseInt(line.split(" ")[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(); header != null && !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).trim());
        }
        boolean interim = status < 200 && status != 101;
        return interim ? read(head) : new Answer(status, headers, hasNone(status, head) ? "" : body(headers));
    }

    /** The status of an interim answer. */
    int readInterim() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        line();
        return status;
    }

    /** Waits until the server closes, whatever it says before. */
    void drain() throws IOException {
        in.readAllBytes();
    }

    private static boolean hasNone(int status, boolean head) {
        return head || status < 200 || status == 204 || status == 304;
    }

    private String body(Map<String, String> headers) throws IOException {
        if (isEndless(headers)) {
            return "";
        }
        String length = headers.get("content-length");
        byte[] bytes = "chunked".equals(headers.get("transfer-encoding"))
                ? chunks()
                : length == null ? in.readAllBytes() : exactly(Integer.parseInt(length));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int size;
        do {
            size = Integer.parseInt(line(), 16);
            all.writeBytes(exactly(size));
            line();
        } while (size > 0);
        return all.toByteArray();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The answer ends after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).trim();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
