"""Writes the .h5ad files beside it, with Python anndata (Debian: python3-anndata): a formula in X."""
import anndata
import numpy
import pandas
import scipy.sparse

i, j = numpy.indices((600, 190))
cells = numpy.where((7 * i + 13 * j) % 19 == 0, (1 + (31 * i + 17 * j) % 97) * 0.25, 0).astype("float32")
obs = pandas.DataFrame(
    {"kind": pandas.Categorical(["b" if k % 3 else "t" for k in range(600)]), "depth": numpy.arange(600) * 0.5},
    index=[f"cell-{k}" for k in range(600)])
var = pandas.DataFrame({"chromosome": ["1"] * 190}, index=[f"gene-{k}" for k in range(190)])
for name, x in {
    "csr": scipy.sparse.csr_matrix(cells),
    "csc": scipy.sparse.csc_matrix(cells),
    "dense": cells,
}.items():
    data = anndata.AnnData(X=x, obs=obs, var=var, dtype="float32")
    if name == "csr":
        data.layers["doubled"] = scipy.sparse.csr_matrix(2 * cells)
    data.obsm["X_pca"] = cells[:, :2].copy()
    data.uns["title"] = "cells of a formula"
    data.write_h5ad(f"anndata-{name}.h5ad", compression="gzip")
