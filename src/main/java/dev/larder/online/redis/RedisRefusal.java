package dev.larder.online.redis;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import java.util.regex.Pattern;

/** What Redis refuses, in words that say what to do about it. */
final class RedisRefusal {
    /** In front of what a command of a script was answered. */
    private static final Pattern SCRIPT = Pattern.compile(
            "^(?:ERR )?Error running script \\(call to \\w+\\): (?:@\\w+:\\s?\\d+: )*-?| script: \\w+, on @\\w+:\\d+\\.?$");

    private RedisRefusal() {}

    /** @param answer of Redis */
    static LarderException of(String answer) {
        if (isFull(answer)) {
            return LarderException.of(ErrorCode.RESOURCE_EXHAUSTED, "ONLINE_STORE_FULL", words(answer));
        }
        return RedisLink.unavailable(words(answer));
    }

    private static boolean isFull(String answer) {
        return answer.contains("OOM command not allowed");
    }

    static String words(String answer) {
        if (isFull(answer)) {
            return "The online store is full: Redis has used its maxmemory and takes no more rows; those in it are served."
                    + " Raise maxmemory, delete rows, or give feature tables a maxAge so that their rows expire.";
        }
        var plain = SCRIPT.matcher(answer).replaceAll("");
        if (plain.startsWith("READONLY")) {
            return "Redis is a replica that takes no rows (READONLY). Let quarkus.redis.hosts name the primary.";
        }
        if (plain.startsWith("MISCONF")) {
            return "Redis takes no rows because it cannot save its data (MISCONF): its disk may be full. Its log tells why.";
        }
        return "Redis refuses: " + (plain.endsWith(".") ? plain : plain + ".");
    }
}
