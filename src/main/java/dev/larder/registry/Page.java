package dev.larder.registry;

import dev.larder.error.LarderException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Part of a list.
 *
 * @param next where the next page begins; empty on the last one
 */
public record Page<T>(List<T> items, Optional<String> next) {

    /**
     * Which part of a list is asked for.
     *
     * @param size how many items at most
     * @param after the {@link Page#next()} of the page before; empty for the first
     */
    public record Request(int size, String after) {
        public static final int DEFAULT_SIZE = 100;
        public static final int MAX_SIZE = 1_000;
        public static final Request ALL = new Request(Integer.MAX_VALUE - 1, "");

        /** @param size 1 to {@value #MAX_SIZE}; zero means {@value #DEFAULT_SIZE} */
        public static Request of(int size, String after) {
            if (size < 0 || size > MAX_SIZE) {
                throw LarderException.invalid(
                        "INVALID_PAGE_SIZE",
                        "page_size",
                        "page_size is %d; it must be between 1 and %d.".formatted(size, MAX_SIZE));
            }
            return new Request(size == 0 ? DEFAULT_SIZE : size, after);
        }
    }

    /** @param oneMore up to one item more than the request's size, which tells whether there is a next page */
    public static <T> Page<T> of(Request request, List<T> oneMore, Function<T, String> key) {
        if (oneMore.size() <= request.size()) {
            return new Page<>(List.copyOf(oneMore), Optional.empty());
        }
        var items = List.copyOf(oneMore.subList(0, request.size()));
        return new Page<>(items, Optional.of(key.apply(items.get(items.size() - 1))));
    }
}
