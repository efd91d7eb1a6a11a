package dev.rota.slice.weave;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes as they are loaded. Called by many threads at once, each under locks of class
 * loaders: takes none itself that is held while other code runs, loads no class and never throws.
 */
final class Transformer implements ClassFileTransformer {
  private final Selection selection;
  private final Tally tally;
  private final Instrumentation instrumentation;
  private final Loaders loaders = new Loaders();
  private final Module own = Transformer.class.getModule();

  Transformer(Selection selection, Tally tally, Instrumentation instrumentation) {
    this.selection = selection;
    this.tally = tally;
    this.instrumentation = instrumentation;
  }

  @Override
  public byte @Nullable [] transform(
      Module module,
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] original) {
    if (name == null || loader == null || !selection.contains(name) || isOfTheJdk(module, loader)) {
      return null;
    }
    try {
      return weave(module, loader, name, original);
    } catch (UnweavableException e) {
      tally.countLeftAlone(name, String.valueOf(e.getMessage()));
    } catch (Throwable e) { // whatever it is, the class can be loaded as it is
      tally.countLeftAlone(name, e.toString());
    }
    return null;
  }

  private static boolean isOfTheJdk(Module module, ClassLoader loader) {
    return loader.equals(ClassLoader.getPlatformClassLoader())
        || (module.isNamed()
            && (module.getName().startsWith("java.") || module.getName().startsWith("jdk.")));
  }

  private byte @Nullable [] weave(Module module, ClassLoader loader, String name, byte[] original) {
    if (loaders.runsUnderTheScheduler(loader, name, original)) {
      return null;
    }
    if (!loaders.seesPoll(loader)) {
      throw new UnweavableException("its class loader does not see Rota");
    }
    var woven = Weaver.weave(original);
    if (woven != null && own.isNamed() && module.isNamed() && !module.canRead(own)) {
      instrumentation.redefineModule(module, Set.of(own), Map.of(), Map.of(), Set.of(), Map.of());
    }
    tally.countWoven();
    return woven;
  }
}
