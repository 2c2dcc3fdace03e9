package dev.canopy.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that hands everything on to another one, half of the delay later in each direction. What is sent while something else
 * is on its way is not held up by it: distance costs time, not bandwidth.
 */
final class DelayProxy implements AutoCloseable {
    private final ServerSocket door;
    private final String host;
    private final int target;
    private final long oneWayNanos;

    private DelayProxy(ServerSocket door, String host, int target, long oneWayNanos) {
        this.door = door;
        this.host = host;
        this.target = target;
        this.oneWayNanos = oneWayNanos;
    }

    /** Stands before this server; a round trip through it takes so much longer. */
    static DelayProxy before(String host, int port, long roundTripMicros) {
        try {
            ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            DelayProxy proxy = new DelayProxy(door, host, port, TimeUnit.MICROSECONDS.toNanos(roundTripMicros) / 2);
            start("accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    @Override
    public void close() {
        quietly(door);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket near = door.accept();
                Socket far = new Socket(host, target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                carry(near, far);
                carry(far, near);
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Some bytes, and when they arrive; none at the end. */
    private static final class Parcel {
        private final byte[] bytes;
        private final long arrives;

        Parcel(byte[] bytes, long arrives) {
            this.bytes = bytes;
            this.arrives = arrives;
        }

        static Parcel last() {
            return new Parcel(new byte[0], 0);
        }

        boolean isLast() {
            return bytes.length == 0;
        }
    }

    private void carry(Socket from, Socket to) {
        LinkedBlockingQueue<Parcel> underWay = new LinkedBlockingQueue<>();
        start("in", () -> {
            byte[] buffer = new byte[1 << 16];
            try (InputStream in = from.getInputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    underWay.add(new Parcel(Arrays.copyOf(buffer, read), System.nanoTime() + oneWayNanos));
                }
            } catch (IOException closed) {
                // Either side may hang up.
            } finally {
                underWay.add(Parcel.last());
            }
        });
        start("out", () -> {
            try (OutputStream out = to.getOutputStream()) {
                for (Parcel parcel = underWay.take(); !parcel.isLast(); parcel = underWay.take()) {
                    for (long left = parcel.arrives - System.nanoTime();
                            left > 0;
                            left = parcel.arrives - System.nanoTime()) {
                        LockSupport.parkNanos(left);
                    }
                    out.write(parcel.bytes);
                    out.flush();
                }
            } catch (IOException | InterruptedException closed) {
                // Either side may hang up.
            } finally {
                quietly(from);
            }
        });
    }

    private static void start(String what, Runnable work) {
        Thread.ofPlatform().daemon().name("delay-proxy-" + what).start(work);
    }

    private static void quietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception closed) {
            // It is closed, which is what was wanted.
        }
    }
}
