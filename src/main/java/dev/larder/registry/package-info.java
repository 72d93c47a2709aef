/**
 * Owns the definitions: keeps them, guards how they evolve, records who changed what, and announces each change of a feature
 * table after it is stored. Gives {@link dev.larder.registry.Registry} to read, {@link dev.larder.registry.RegistryWriter} to
 * change and {@link dev.larder.registry.FeatureTableChanged} to listen for. Never calls those who use the definitions.
 */
package dev.larder.registry;
