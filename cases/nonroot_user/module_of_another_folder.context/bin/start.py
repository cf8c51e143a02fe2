import keeper.files
