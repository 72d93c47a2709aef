package dev.larder.docs;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/** What the sources of the application say about its interfaces and their methods, as Markdown. */
final class Javadoc {
    private static final Path SOURCES = Path.of("src", "main", "java");

    /**
     * A comment.
     *
     * @param text empty if there is none
     * @param result of {@code @return}; empty if there is none
     */
    record Comment(String text, String result) {
        private static final Comment NONE = new Comment("", "");
    }

    private final Map<String, Comment> comments = new HashMap<>();
    private final Set<String> configMappings = new TreeSet<>();

    Javadoc() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var paths = Files.walk(SOURCES)) {
            var sources = files.getJavaFileObjectsFromPaths(
                    paths.filter(path -> path.toString().endsWith(".java")).toList());
            var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, sources);
            var trees = DocTrees.instance(task);
            task.parse().forEach(unit -> new Reader(trees).scan(unit, null));
        }
    }

    /** The binary names of all interfaces that are annotated with {@code @ConfigMapping}. */
    Set<String> configMappings() {
        return configMappings;
    }

    Comment of(Class<?> type) {
        return comments.getOrDefault(type.getName(), Comment.NONE);
    }

    Comment of(Method method) {
        return comments.getOrDefault(method.getDeclaringClass().getName() + "#" + method.getName(), Comment.NONE);
    }

    private final class Reader extends TreePathScanner<Void, Void> {
        private final DocTrees trees;

        private Reader(DocTrees trees) {
            this.trees = trees;
        }

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            var name = className(getCurrentPath());
            comments.put(name, comment(getCurrentPath()));
            if (tree.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("ConfigMapping"))) {
                configMappings.add(name);
            }
            return super.visitClass(tree, nothing);
        }

        @Override
        public Void visitMethod(MethodTree tree, Void nothing) {
            if (tree.getParameters().isEmpty()) {
                comments.put(
                        className(getCurrentPath().getParentPath()) + "#" + tree.getName(), comment(getCurrentPath()));
            }
            return null;
        }

        private static String className(TreePath path) {
            var name = ((ClassTree) path.getLeaf()).getSimpleName().toString();
            if (path.getParentPath().getLeaf() instanceof ClassTree) {
                return className(path.getParentPath()) + "$" + name;
            }
            return path.getCompilationUnit().getPackageName() + "." + name;
        }

        private Comment comment(TreePath path) {
            var comment = trees.getDocCommentTree(path);
            if (comment == null) {
                return Comment.NONE;
            }
            var result = comment.getBlockTags().stream()
                    .filter(ReturnTree.class::isInstance)
                    .map(tag -> markdown(((ReturnTree) tag).getDescription()))
                    .collect(Collectors.joining(" "));
            return new Comment(markdown(comment.getFullBody()), result);
        }
    }

    private static String markdown(List<? extends DocTree> parts) {
        return parts.stream()
                .map(Javadoc::markdown)
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ")
                .replace("|", "\\|")
                .strip();
    }

    private static String markdown(DocTree part) {
        if (part.getKind() == DocTree.Kind.CODE) {
            return "`" + ((LiteralTree) part).getBody().toString().strip() + "`";
        }
        if (part instanceof LinkTree link) {
            return "`" + link.getReference() + "`";
        }
        return part.toString();
    }
}
