package dev.larder.row;

/** Bytes that are no row of this layout. The row cannot be used; nothing is said of any other. */
public final class CorruptRowException extends Exception {
    private static final long serialVersionUID = 1L;

    CorruptRowException(String message) {
        super(message, null, false, false);
    }
}
