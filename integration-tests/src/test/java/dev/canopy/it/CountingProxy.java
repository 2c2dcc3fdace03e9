package dev.canopy.it;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between the driver and the server and counts round trips: how often the driver says that it now waits for the answer,
 * by Sync or by a simple Query. It knows PostgreSQL's protocol and nothing of Canopy.
 */
final class CountingProxy implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("jdbc:postgresql://([^:/]+):(\\d+)/(.*)");
    private static final int PROTOCOL_3 = 196608;

    private final ServerSocket socket;
    private final String host;
    private final int port;
    private final String database;
    private final AtomicInteger roundTrips = new AtomicInteger();

    private CountingProxy(ServerSocket socket, Matcher server) {
        this.socket = socket;
        this.host = server.group(1);
        this.port = Integer.parseInt(server.group(2));
        this.database = server.group(3);
    }

    static CountingProxy before(String url) throws IOException {
        Matcher server = URL.matcher(url);
        if (!server.matches()) {
            throw new IllegalArgumentException(url);
        }
        CountingProxy proxy = new CountingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    /** The database's URL by way of the proxy. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(socket.getLocalPort(), database);
    }

    int roundTrips() {
        return roundTrips.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Socket server = new Socket(host, port);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> forward(client, server));
                Thread.ofVirtual().start(() -> answer(server, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** From the driver to the server, message by message. */
    private void forward(Socket client, Socket server) {
        try (client;
                server) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(server.getOutputStream());
            boolean started = false;
            while (true) {
                int kind = started ? in.read() : 0;
                if (kind < 0) {
                    return;
                }
                byte[] message = new byte[in.readInt() - 4];
                in.readFully(message);
                if (kind == 'S' || kind == 'Q') {
                    roundTrips.incrementAndGet();
                }
                if (started) {
                    out.write(kind);
                }
                out.writeInt(message.length + 4);
                out.write(message);
                if (in.available() == 0) {
                    out.flush();
                }
                started |= message.length >= 4 && number(message) == PROTOCOL_3;
            }
        } catch (IOException closed) {
            // One of the two has gone, and so has what stood between them.
        }
    }

    private static int number(byte[] message) {
        return (message[0] & 255) << 24 | (message[1] & 255) << 16 | (message[2] & 255) << 8 | (message[3] & 255);
    }

    private static void answer(Socket server, Socket client) {
        try (server;
                client) {
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException closed) {
            // As above.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
