/** Starts and ends the application, and tells the person at the terminal what runs where. Everything else is a module. */
package dev.larder;
