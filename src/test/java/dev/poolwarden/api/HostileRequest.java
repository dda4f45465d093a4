package dev.poolwarden.api;

import java.nio.charset.StandardCharsets;

/**
 * A request as it goes over the wire.
 *
 * @param proper whether it is HTTP, however wrong otherwise, so that it must be answered; others may just be cut off
 * @param reusable whether its connection may be used again once it is answered
 */
record HostileRequest(String method, String target, byte[] bytes, boolean proper, boolean reusable) {

    private static final int SHOWN = 300;

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Its path without the query, if it is a plain one. */
    String path() {
        return target.split("\\?", 2)[0];
    }

    @Override
    public String toString() {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "... " + bytes.length + " bytes";
        return shown.replace("\r\n", " | ").replaceAll("[^ -~]", "?");
    }
}
