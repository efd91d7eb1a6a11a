package dev.rota.cli.function;

import dev.rota.TaskFunction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The user's function as it travels: by name. It is loaded where it is called, and what it returns
 * is made {@linkplain PlainData plain data} there, so that the master needs none of the user's
 * classes.
 */
public final class UserFunction implements TaskFunction<String, Object> {
  private final String className;
  private final String methodName;
  private final Parameter parameter;
  private transient volatile @Nullable ClassLoader loader; // null in a worker: the system's
  private transient volatile @Nullable Method method; // found at the first call

  UserFunction(String className, String methodName, Parameter parameter) {
    this.className = className;
    this.methodName = methodName;
    this.parameter = parameter;
  }

  /** The same function for calls in this JVM. */
  public UserFunction loadedBy(ClassLoader loader) {
    var function = new UserFunction(className, methodName, parameter);
    function.loader = loader;
    return function;
  }

  @Override
  @SuppressWarnings("NullAway") // null is a result like any other
  public Object apply(String input) throws Exception {
    var argument = parameter.of(input);
    try {
      return PlainData.of(method().invoke(null, argument));
    } catch (InvocationTargetException e) {
      throw thrownByUser(e.getCause());
    }
  }

  private Method method() throws ReflectiveOperationException {
    var found = method;
    if (found == null) {
      var from = loader == null ? ClassLoader.getSystemClassLoader() : loader;
      found = Class.forName(className, true, from).getDeclaredMethod(methodName, parameter.type());
      found.setAccessible(true); // its class may be package-private
      method = found;
    }
    return found;
  }

  /** As it is, whether it is declared or not. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // never null here
  private static <X extends Throwable> Exception thrownByUser(@Nullable Throwable thrown) throws X {
    throw (X) thrown;
  }

  @Override
  public String toString() {
    return className + "::" + methodName;
  }
}
