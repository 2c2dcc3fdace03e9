package dev.canopy.it;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The wire between the driver and the server, on which a test decides what becomes of each request: it reads what the driver says,
 * and cuts, stalls or slows it at the moment that was asked for. It knows PostgreSQL's protocol and nothing of Canopy.
 */
final class Wire implements AutoCloseable {
    private static final int ENCRYPTION = 80877103;
    private static final int ENCRYPTION_BY_KERBEROS = 80877104;
    private static final int CANCEL = 80877102;

    /** What the driver collects before it waits: everything else ends a request. */
    private static final String COLLECTED = "PBDEC";

    /** The end of a request, without which a server does what it was told and says nothing yet. */
    private static final int SYNC = 'S';

    private static final int SYNC_LENGTH = 5;

    private final ServerSocket entrance;
    private final URI server;
    private final PlainSql admin;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Function<Request, Fate> plan = request -> Fate.PASS;
    private volatile BiConsumer<Request, Fate> witness = (request, fate) -> {};

    /** What becomes of a request. */
    enum Fate {
        PASS,
        /** It arrives late. */
        DELAY,
        /** The connection is cut, and the server has never seen it. */
        CUT_BEFORE,
        /** The server has done it, and the connection is cut before a byte of the answer has passed. */
        CUT_ANSWER,
        /** The same in the middle of the answer, of which all but the last byte has passed. */
        TEAR_ANSWER,
        /** The answer has passed, and then the connection is cut. */
        CUT_AFTER,
        /** The server never sees it, and nobody hears anything any more. */
        STALL_BEFORE,
        /** The server has done it, and nobody hears anything any more. */
        STALL_ANSWER,
        /** The backend is gone before the request reaches it. */
        KILL_BEFORE,
        /** The backend has all of the request but its end, works or has worked on it, and is gone before it can say so. */
        KILL_DURING,
        /** The backend has done it and is gone before the driver hears of it, but the answer passes. */
        KILL_AFTER
    }

    /**
     * What a driver says before it waits for the answer.
     *
     * @param backend the server's process
     * @param statements those that are to run
     */
    record Request(int backend, List<String> statements) {
        boolean runs(Predicate<String> statement) {
            return statements.stream().anyMatch(statement);
        }

        boolean commits() {
            return statements.contains("COMMIT");
        }
    }

    private Wire(ServerSocket entrance, URI server, PlainSql admin) {
        this.entrance = entrance;
        this.server = server;
        this.admin = admin;
    }

    /**
     * A wire to the server of this URL.
     *
     * @param admin a way around the wire, by which backends are killed
     */
    static Wire to(String url, PlainSql admin) {
        try {
            ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Wire wire = new Wire(entrance, URI.create(url.substring("jdbc:".length())), admin);
            Thread.ofVirtual().start(wire::accept);
            return wire;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The way over the wire. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:%d%s".formatted(entrance.getLocalPort(), server.getPath());
    }

    /** Decides about every request from now on; several may ask at the same time. */
    void plan(Function<Request, Fate> newPlan) {
        plan = newPlan;
    }

    /** Hears of each answer that was kept from the driver, once it was; several may tell at the same time. */
    void witness(BiConsumer<Request, Fate> newWitness) {
        witness = newWitness;
    }

    /** Gives this fate to the next request of this kind, and lets all others pass. */
    void next(Predicate<Request> kind, Fate fate) {
        AtomicBoolean met = new AtomicBoolean();
        plan(request -> kind.test(request) && met.compareAndSet(false, true) ? fate : Fate.PASS);
    }

    @Override
    public void close() {
        quietly(entrance);
        open.forEach(Wire::quietly);
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket there = new Socket(server.getHost(), server.getPort());
            open.add(there);
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            Line line = new Line(client, there);
            Thread.ofVirtual().start(line::forward);
            Thread.ofVirtual().start(line::answer);
        } catch (IOException away) {
            quietly(client);
        }
    }

    private static void quietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception closed) {
            // It is gone, which is what was asked for.
        }
    }

    /** One connection: two threads that pass on what either end says. */
    private final class Line {
        private final Socket client;
        private final Socket there;
        private final Map<String, String> prepared = new HashMap<>();
        private volatile Fate fate = Fate.PASS;
        private volatile Request request = new Request(0, List.of());
        private volatile int backend;

        Line(Socket client, Socket there) {
            this.client = client;
            this.there = there;
        }

        void forward() {
            try {
                DataInputStream in = new DataInputStream(client.getInputStream());
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(there.getOutputStream()));
                begin(in, out);
                while (pass(in, out)) {
                    out.flush();
                }
            } catch (IOException gone) {
                // One end has gone, and the other one is to hear of it.
            } finally {
                end();
            }
        }

        /** What comes before the protocol proper: a driver that asks for encryption is told that there is none. */
        private void begin(DataInputStream in, DataOutputStream out) throws IOException {
            while (true) {
                byte[] body = new byte[in.readInt() - 4];
                in.readFully(body);
                int code = new DataInputStream(new ByteArrayInputStream(body)).readInt();
                if (code == ENCRYPTION || code == ENCRYPTION_BY_KERBEROS) {
                    client.getOutputStream().write('N');
                    continue;
                }
                out.writeInt(body.length + 4);
                out.write(body);
                out.flush();
                if (code == CANCEL) {
                    throw new IOException("That was all.");
                }
                return;
            }
        }

        /** One request; false once nothing passes any more. */
        private boolean pass(DataInputStream in, DataOutputStream out) throws IOException {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            List<String> statements = new ArrayList<>();
            int kind;
            do {
                kind = in.readUnsignedByte();
                byte[] body = new byte[in.readInt() - 4];
                in.readFully(body);
                note(kind, body, statements);
                DataOutputStream copy = new DataOutputStream(said);
                copy.write(kind);
                copy.writeInt(body.length + 4);
                copy.write(body);
            } while (COLLECTED.indexOf(kind) >= 0);

            request = new Request(backend, List.copyOf(statements));
            fate = statements.isEmpty() ? Fate.PASS : plan.apply(request);
            switch (fate) {
                case CUT_BEFORE -> {
                    return false;
                }
                case STALL_BEFORE -> {
                    in.transferTo(ByteArrayOutputStream.nullOutputStream());
                    return false;
                }
                case KILL_BEFORE -> kill();
                case KILL_DURING -> {
                    int withheld = kind == SYNC ? SYNC_LENGTH : 0;
                    out.write(said.toByteArray(), 0, said.size() - withheld);
                    out.flush();
                    kill();
                    witness.accept(request, fate);
                    return true;
                }
                case DELAY -> pause();
                default -> {}
            }
            said.writeTo(out);
            return true;
        }

        private void note(int kind, byte[] body, List<String> statements) {
            String[] texts = new String(body, StandardCharsets.UTF_8).split("\0", 3);
            switch (kind) {
                case 'Q' -> statements.add(texts[0]);
                case 'P' -> prepared.put(texts[0], texts[1]);
                case 'B' -> statements.add(prepared.getOrDefault(texts[1], ""));
                default -> {}
            }
        }

        void answer() {
            try {
                DataInputStream in = new DataInputStream(there.getInputStream());
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
                ByteArrayOutputStream held = new ByteArrayOutputStream();
                while (true) {
                    int kind = in.readUnsignedByte();
                    byte[] body = new byte[in.readInt() - 4];
                    in.readFully(body);
                    if (kind == 'K') {
                        backend = new DataInputStream(new ByteArrayInputStream(body)).readInt();
                    }
                    Fate now = fate;
                    DataOutputStream to = isHeld(now) ? new DataOutputStream(held) : out;
                    to.write(kind);
                    to.writeInt(body.length + 4);
                    to.write(body);
                    if (kind == 'Z' && !goesOn(now, held, out)) {
                        return;
                    }
                    if (in.available() == 0) {
                        out.flush();
                    }
                }
            } catch (IOException gone) {
                // As above.
            } finally {
                end();
            }
        }

        private static boolean isHeld(Fate fate) {
            return switch (fate) {
                case CUT_ANSWER, TEAR_ANSWER, STALL_ANSWER, KILL_AFTER -> true;
                default -> false;
            };
        }

        /** The answer is complete; whether anything follows. */
        private boolean goesOn(Fate now, ByteArrayOutputStream held, DataOutputStream out) throws IOException {
            return switch (now) {
                case CUT_ANSWER -> {
                    witness.accept(request, now);
                    yield false;
                }
                case TEAR_ANSWER -> {
                    witness.accept(request, now);
                    out.write(held.toByteArray(), 0, held.size() - 1);
                    out.flush();
                    yield false;
                }
                case CUT_AFTER -> {
                    out.flush();
                    yield false;
                }
                case KILL_AFTER -> {
                    kill();
                    witness.accept(request, now);
                    held.writeTo(out);
                    held.reset();
                    fate = Fate.PASS;
                    yield true;
                }
                default -> true;
            };
        }

        /** Returns when the backend is gone. */
        private void kill() {
            admin.rows("select pg_terminate_backend(%d, 5000)".formatted(backend));
        }

        private void end() {
            quietly(client);
            quietly(there);
            open.remove(client);
            open.remove(there);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
