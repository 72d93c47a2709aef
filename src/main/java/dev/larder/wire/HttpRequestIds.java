package dev.larder.wire;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Gives every HTTP request a request id and sends it back as a header. */
public class HttpRequestIds {
    @ServerRequestFilter(preMatching = true)
    void begin(ContainerRequestContext request) {
        RequestId.begin(request.getHeaderString(RequestId.HEADER));
    }

    @ServerResponseFilter
    void answer(ContainerResponseContext response) {
        response.getHeaders().putSingle(RequestId.HEADER, RequestId.current());
    }
}
