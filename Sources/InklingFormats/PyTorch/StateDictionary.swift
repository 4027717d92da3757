/// The names and tensors of a PyTorch module, as `module.state_dict()` gives them.
public enum StateDictionary {
  /// What wrappers put before every name: `DataParallel`, `torch.compile`, and modules that hold their network.
  private static let wrappers = ["module.", "_orig_mod.", "model."]

  /// How the name of a batch normalisation's count of batches ends.
  package static let batchCount = ".num_batches_tracked"

  /// The wrappers' prefixes that all names share; "" when there is none.
  public static func commonPrefix(of names: [String]) -> String {
    var prefix = ""
    while let next = wrappers.map({ prefix + $0 }).first(where: { longer in
      !names.isEmpty && names.allSatisfy { $0.hasPrefix(longer) && $0.utf8.count > longer.utf8.count }
    }) {
      prefix = next
    }
    return prefix
  }
}
