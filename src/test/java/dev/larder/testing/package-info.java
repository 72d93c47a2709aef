/** What scenarios share: the doors of a running application, and definitions to send through them. */
package dev.larder.testing;
