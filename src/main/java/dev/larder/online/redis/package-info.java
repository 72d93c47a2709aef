/** The online store in Redis: standalone, with replicas, or a cluster. */
package dev.larder.online.redis;
