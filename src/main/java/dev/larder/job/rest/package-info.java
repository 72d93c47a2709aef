/** Jobs over HTTP. */
package dev.larder.job.rest;
