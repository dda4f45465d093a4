package dev.poolwarden.demo;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriBuilder;
import java.sql.SQLException;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** Talking to a slow assistant, with and without holding a connection while it thinks. */
@Path("/api/conversations")
@Consumes(MediaType.APPLICATION_JSON)
@OnlyWithDemo
public class ConversationResource {

    private static final int SHOWN = 50;

    private final Conversations conversations;
    private final DemoConfig config;

    ConversationResource(Conversations conversations, DemoConfig config) {
        this.conversations = conversations;
        this.config = config;
    }

    /** The latest 50 conversations. */
    @GET
    public List<Conversation> latest() throws SQLException {
        return conversations.latest(SHOWN);
    }

    /** One conversation. */
    @GET
    @Path("{id}")
    public Conversation find(long id) throws SQLException {
        return conversations.find(id);
    }

    /** Begins a conversation. */
    @POST
    public RestResponse<Conversation> begin(@NotNull @Valid NewConversation wanted) throws SQLException {
        Conversation begun = conversations.begin(wanted.title());
        var location =
                UriBuilder.fromResource(ConversationResource.class).path("{id}").build(begun.id());
        return RestResponse.ResponseBuilder.<Conversation>created(location)
                .entity(begun)
                .build();
    }

    /** Asks the assistant and waits for its answer, holding neither a connection nor a thread meanwhile. */
    @POST
    @Path("{id}/messages")
    @Blocking
    @ResponseStatus(201)
    public Uni<Exchange> ask(long id, @NotNull @Valid NewMessage asked) throws SQLException {
        Message question = conversations.ask(id, asked.text());
        return config.assistantDelay().isZero() ? answer(question) : thoughtAbout(question);
    }

    private Uni<Exchange> thoughtAbout(Message question) {
        return Uni.createFrom()
                .item(question)
                .onItem()
                .delayIt()
                .by(config.assistantDelay())
                // The delay ends on the event loop, which must not wait for a database.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .onItem()
                .transformToUni(this::answer);
    }

    /** Asks the assistant and holds a connection for as long as it thinks: the mistake that Poolwarden makes visible. */
    @POST
    @Path("{id}/messages/holding")
    @ResponseStatus(201)
    public Exchange askHolding(long id, @NotNull @Valid NewMessage asked) throws SQLException {
        return conversations.askHolding(id, asked.text(), config.assistantDelay());
    }

    /** Catches here, because a SQLException wrapped by the Uni would miss its mapper. */
    private Uni<Exchange> answer(Message question) {
        try {
            return Uni.createFrom().item(new Exchange(question, conversations.answer(question)));
        } catch (SQLException e) {
            return Uni.createFrom().failure(e);
        }
    }
}
