/**
 * What a user defines: projects, entities, feature tables, features and data sources, as immutable values that are valid
 * once they exist. A constructor that is given something wrong throws a
 * {@link dev.larder.error.LarderException} that names the field, the value and the fix; where clients of Feast 0.9 compare
 * a text, it is that text. Knows no storage, no protocol and no framework.
 */
package dev.larder.definition;
