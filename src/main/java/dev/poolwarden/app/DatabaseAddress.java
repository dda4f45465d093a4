package dev.poolwarden.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where the database is and who we are there, read from a {@code DATABASE_URL} as platforms hand it out. User and password are
 * percent-encoded in it; the query's options are the driver's own.
 *
 * @param jdbcUrl without user and password
 */
record DatabaseAddress(String jdbcUrl, Optional<String> user, Optional<String> password) {

    private static final String ALLOWED =
            "allowed is postgres://user:password@host:port/database?option=value, with user and password percent-encoded, or jdbc:postgresql://...";

    /** @throws IllegalArgumentException with a message that holds neither user nor password */
    static DatabaseAddress parse(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return new DatabaseAddress(url, Optional.empty(), Optional.empty());
        }
        URI uri = uri(url);
        boolean known = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
        if (!known
                || uri.getHost() == null
                || uri.getPath() == null
                || uri.getPath().length() < 2) {
            throw new IllegalArgumentException(ALLOWED);
        }
        String[] userInfo = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        return new DatabaseAddress(jdbcUrl(uri), part(userInfo, 0).filter(user -> !user.isEmpty()), part(userInfo, 1));
    }

    /** From the parts that some platforms hand out one by one. */
    static DatabaseAddress of(String host, String port, String database) {
        return parse("postgres://" + host + ":" + port + "/" + database);
    }

    private static String jdbcUrl(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query;
    }

    private static Optional<String> part(String[] userInfo, int index) {
        return index < userInfo.length ? Optional.of(decode(userInfo[index])) : Optional.empty();
    }

    /** Percent-encoding only; a plus sign means itself in this part of a URL. */
    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(ALLOWED);
        }
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(ALLOWED); // without the cause, whose message repeats the password
        }
    }
}
