from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

listener = socket(AF_INET, SOCK_STREAM, 0)
listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 0))
listener.listen(511)
print(listener.getsockname()[1], flush=True)


def serve():
    while True:
        connection, _ = listener.accept()
        connection.send(b"Hello, world!")
        connection.close()


serve()
