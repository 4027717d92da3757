import InklingKernelInterface

/// This instruction set's kernels. Each is a method in an extension, in a file of its own.
package struct KernelSet: Kernels {
  package init() {}
}
