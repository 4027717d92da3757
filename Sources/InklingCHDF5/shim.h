#ifndef INKLING_CHDF5_SHIM_H
#define INKLING_CHDF5_SHIM_H

// Later releases keep the functions of 1.10 behind this.
#define H5_USE_110_API 1
#include <hdf5.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// What HDF5 defines as macros, which Swift does not see.

/// Turns off printed errors and loaded filters; for each thread, before anything else.
static inline int inkling_h5_prepare(void) {
  if (H5open() < 0) return -1;
  if (H5Eset_auto2(H5E_DEFAULT, NULL, NULL) < 0) return -1;
  return H5PLset_loading_state(0) < 0 ? -1 : 0;
}

/// Opens bytes in memory as a file of that name, which no other open file may have. HDF5 copies them.
static inline hid_t inkling_h5_open_image(const char *name, void *bytes, size_t count) {
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  if (access < 0) return -1;
  hid_t file = -1;
  if (H5Pset_fapl_core(access, 1 << 16, 0) >= 0 && H5Pset_fclose_degree(access, H5F_CLOSE_STRONG) >= 0 &&
      H5Pset_file_image(access, bytes, count) >= 0)
    file = H5Fopen(name, H5F_ACC_RDONLY, access);
  H5Pclose(access);
  return file;
}

enum inkling_h5_link { inkling_h5_link_hard, inkling_h5_link_soft, inkling_h5_link_external, inkling_h5_link_other };

/// (name, `inkling_h5_link`, context): 0 goes on, 1 ends, -1 fails.
typedef int (*inkling_h5_link_visitor)(const char *name, int kind, void *context);

struct inkling_h5_link_visit {
  inkling_h5_link_visitor visitor;
  void *context;
};

static inline herr_t inkling_h5_visit_link(hid_t group, const char *name, const H5L_info_t *info, void *data) {
  (void)group;
  struct inkling_h5_link_visit *visit = (struct inkling_h5_link_visit *)data;
  int kind = inkling_h5_link_other;
  if (info->type == H5L_TYPE_HARD) kind = inkling_h5_link_hard;
  if (info->type == H5L_TYPE_SOFT) kind = inkling_h5_link_soft;
  if (info->type == H5L_TYPE_EXTERNAL) kind = inkling_h5_link_external;
  return visit->visitor(name, kind, visit->context);
}

/// Calls back for each of a group's links, by their names. Nothing is followed.
static inline int inkling_h5_links(hid_t group, inkling_h5_link_visitor visitor, void *context) {
  struct inkling_h5_link_visit visit = {visitor, context};
  hsize_t start = 0;
  return H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &start, inkling_h5_visit_link, &visit);
}

static inline hid_t inkling_h5_open_object(hid_t group, const char *name) { return H5Oopen(group, name, H5P_DEFAULT); }

enum inkling_h5_object { inkling_h5_object_group, inkling_h5_object_dataset, inkling_h5_object_other };

/// `inkling_h5_object`, or -1; and where it lies in the file.
static inline int inkling_h5_object_kind(hid_t object, uint64_t *address) {
  H5O_info_t info;
  memset(&info, 0, sizeof info);
  if (H5Oget_info(object, &info) < 0) return -1;
  *address = (uint64_t)info.addr;
  if (info.type == H5O_TYPE_GROUP) return inkling_h5_object_group;
  return info.type == H5O_TYPE_DATASET ? inkling_h5_object_dataset : inkling_h5_object_other;
}

static inline int64_t inkling_h5_attribute_count(hid_t object) {
  H5O_info_t info;
  memset(&info, 0, sizeof info);
  return H5Oget_info(object, &info) < 0 ? -1 : (int64_t)info.num_attrs;
}

static inline hid_t inkling_h5_open_attribute(hid_t object, uint64_t index) {
  return H5Aopen_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC, (hsize_t)index, H5P_DEFAULT, H5P_DEFAULT);
}

enum inkling_h5_layout {
  inkling_h5_layout_plain,
  inkling_h5_layout_chunked,
  inkling_h5_layout_virtual,
  inkling_h5_layout_external,
  inkling_h5_layout_filtered
};

/// How a data set is stored (`inkling_h5_layout`, or -1), and its chunks' dimensions.
static inline int inkling_h5_layout(hid_t dataset, int rank, hsize_t *chunk) {
  hid_t list = H5Dget_create_plist(dataset);
  if (list < 0) return -1;
  int result = -1;
  H5D_layout_t layout = H5Pget_layout(list);
  if (layout == H5D_VIRTUAL)
    result = inkling_h5_layout_virtual;
  else if (H5Pget_external_count(list) != 0)
    result = inkling_h5_layout_external;
  else if (layout == H5D_CHUNKED)
    result = H5Pget_nfilters(list) != 0                 ? inkling_h5_layout_filtered
             : H5Pget_chunk(list, rank, chunk) == rank ? inkling_h5_layout_chunked
                                                        : -1;
  else if (layout == H5D_CONTIGUOUS || layout == H5D_COMPACT)
    result = inkling_h5_layout_plain;
  H5Pclose(list);
  return result;
}

enum inkling_h5_number {
  inkling_h5_number_signed,
  inkling_h5_number_unsigned,
  inkling_h5_number_float,
  inkling_h5_number_bool,
  inkling_h5_number_string,
  inkling_h5_number_long_string,
  inkling_h5_number_other
};

/// Whether a floating-point type has the fields of IEEE 754, or of bfloat16 (`exponent` 8 in two bytes).
static inline int inkling_h5_float_exponent(hid_t type) {
  size_t sign, exponent, exponent_size, mantissa, mantissa_size;
  size_t bits = 8 * H5Tget_size(type);
  if (H5Tget_fields(type, &sign, &exponent, &exponent_size, &mantissa, &mantissa_size) < 0) return -1;
  if (sign != bits - 1 || mantissa != 0 || exponent != mantissa_size || exponent_size + mantissa_size != bits - 1)
    return -1;
  if (H5Tget_norm(type) != H5T_NORM_IMPLIED || H5Tget_ebias(type) != ((size_t)1 << (exponent_size - 1)) - 1) return -1;
  return (int)exponent_size;
}

/// Whether an enumeration is h5py's bool: 0 is FALSE, 1 is TRUE, and there is nothing else.
static inline int inkling_h5_is_bool(hid_t type) {
  if (H5Tget_size(type) != 1 || H5Tget_nmembers(type) != 2) return 0;
  int right = 1;
  for (unsigned i = 0; i < 2; i++) {
    signed char value = -1;
    char *name = H5Tget_member_name(type, i);
    if (name == NULL) return 0;
    if (H5Tget_member_value(type, i, &value) < 0 || strcmp(name, value == 1 ? "TRUE" : "FALSE") != 0 || value < 0 ||
        value > 1)
      right = 0;
    H5free_memory(name);
  }
  return right;
}

/// What a type holds (`inkling_h5_number`), the bytes of one, and a floating-point type's exponent bits.
static inline int inkling_h5_type_kind(hid_t type, size_t *size, int *exponent) {
  *size = H5Tget_size(type);
  *exponent = 0;
  switch (H5Tget_class(type)) {
  case H5T_INTEGER:
    if (*size > 8 || H5Tget_precision(type) != 8 * *size || H5Tget_offset(type) != 0) return inkling_h5_number_other;
    return H5Tget_sign(type) == H5T_SGN_NONE ? inkling_h5_number_unsigned : inkling_h5_number_signed;
  case H5T_FLOAT:
    if (*size > 8 || H5Tget_precision(type) != 8 * *size || H5Tget_offset(type) != 0) return inkling_h5_number_other;
    *exponent = inkling_h5_float_exponent(type);
    return *exponent > 0 ? inkling_h5_number_float : inkling_h5_number_other;
  case H5T_ENUM:
    return inkling_h5_is_bool(type) ? inkling_h5_number_bool : inkling_h5_number_other;
  case H5T_STRING:
    return H5Tis_variable_str(type) > 0 ? inkling_h5_number_long_string : inkling_h5_number_string;
  default:
    return inkling_h5_number_other;
  }
}

/// The same type with its bytes in little-endian order; -1 for an order that is neither.
static inline hid_t inkling_h5_little_endian(hid_t type) {
  hid_t copy = H5Tcopy(type);
  if (copy < 0) return -1;
  if (H5Tget_class(copy) == H5T_INTEGER || H5Tget_class(copy) == H5T_FLOAT) {
    H5T_order_t order = H5Tget_order(copy);
    if ((order != H5T_ORDER_LE && order != H5T_ORDER_BE) || H5Tset_order(copy, H5T_ORDER_LE) < 0) {
      H5Tclose(copy);
      return -1;
    }
  }
  return copy;
}

/// How many dimensions (0 for a scalar, -2 for a space of nothing, -1 for a fault), and which.
static inline int inkling_h5_dimensions(hid_t space, hsize_t *dimensions) {
  switch (H5Sget_simple_extent_type(space)) {
  case H5S_NULL:
    return -2;
  case H5S_SCALAR:
    return 0;
  case H5S_SIMPLE:
    return H5Sget_simple_extent_dims(space, dimensions, NULL);
  default:
    return -1;
  }
}

/// Reads a whole data set.
static inline int inkling_h5_read(hid_t dataset, hid_t type, void *bytes) {
  return H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes) < 0 ? -1 : 0;
}

/// Frees the strings that an attribute's reading made.
static inline void inkling_h5_free_strings(hid_t type, hid_t space, void *strings) {
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, strings);
}

#endif
