/** Classes for tests of the weaver, in no package of Rota's: those are never woven. */
package woven;
