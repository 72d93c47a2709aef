/** Holds docs/ against the code: what can be looked up there is what is so. */
package dev.larder.docs;
