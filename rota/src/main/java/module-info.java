module dev.rota {
  requires static transitive org.jspecify;

  exports dev.rota;
}
