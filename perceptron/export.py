def data_csv(dataset):
    return dataset.to_frame().to_csv(index=False).encode()


def history_csv(history, names):
    return history.to_frame().to_csv(index=False).encode()
