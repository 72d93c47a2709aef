/** What keeps the application running and visible: health, clock, build information. Sees the modules; nobody sees it. */
package dev.larder.ops;
