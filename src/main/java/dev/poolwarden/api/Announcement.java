package dev.poolwarden.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * The config as listeners are told of it, encoded once for all of them.
 *
 * @param id what a listener that comes back says it knows already
 * @param config the event of that name
 * @param heartbeat the event that says that nothing has changed
 */
record Announcement(String id, Buffer config, Buffer heartbeat) {

    /** @param json the config on one line */
    static Announcement of(ConfigView config, String json) {
        JsonObject pulse = new JsonObject().put("instance", config.instance()).put("revision", config.revision());
        return new Announcement(
                config.tag(),
                Buffer.buffer("id: " + config.tag() + "\nevent: config\ndata: " + json + "\n\n"),
                Buffer.buffer("event: heartbeat\ndata: " + pulse.encode() + "\n\n"));
    }
}
