package dev.larder.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP link to a local server that a test can cut, silence and mend. To the one who uses it, it is the server. */
public final class Link implements AutoCloseable {
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 30_000;

    private final int target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private ServerSocket server;
    private volatile boolean silent;

    public Link(int target) throws IOException {
        this.target = target;
        server = listenSomewhere();
        port = server.getLocalPort();
        accept(server);
    }

    public int port() {
        return port;
    }

    /** The server is gone: connections break, new ones are refused. */
    public void cut() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** The server is there but says nothing any more. */
    public void silence() {
        silent = true;
    }

    /** The server is back. */
    public void mend() throws IOException {
        cut();
        silent = false;
        // The system frees the port a moment after the thread that accepts has seen the end.
        await().ignoreException(BindException.class).until(() -> {
            server = listen(port);
            return true;
        });
        accept(server);
    }

    @Override
    public void close() throws IOException {
        cut();
    }

    /** Not on a port that outgoing connections get: while the link is cut, one of them might take it. */
    private static ServerSocket listenSomewhere() throws IOException {
        for (int port = FIRST_PORT; ; port++) {
            try {
                return listen(port);
            } catch (BindException e) {
                if (port == LAST_PORT) {
                    throw e;
                }
            }
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        var server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return server;
    }

    private void accept(ServerSocket from) {
        inBackground(() -> {
            while (true) {
                var client = from.accept();
                var upstream = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(upstream);
                pump(client, upstream);
                pump(upstream, client);
            }
        });
    }

    private void pump(Socket from, Socket to) {
        inBackground(() -> {
            var buffer = new byte[8192];
            try (from;
                    to) {
                for (int n = from.getInputStream().read(buffer);
                        n >= 0;
                        n = from.getInputStream().read(buffer)) {
                    if (!silent) {
                        to.getOutputStream().write(buffer, 0, n);
                    }
                }
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inBackground(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // A cut link ends all its work this way.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
