"""Reads and prints documents with libxml2, as a program in C would: NAME DOCUMENTS BYTES NANOSECONDS."""
import ctypes
import json
import statistics
import sys
import time

xml = ctypes.CDLL("libxml2.so.2")
xml.xmlReadMemory.restype = ctypes.c_void_p
xml.xmlReadMemory.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int]
xml.xmlDocDumpMemory.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_int)]
xml.xmlFreeDoc.argtypes = [ctypes.c_void_p]
free = ctypes.CFUNCTYPE(None, ctypes.c_void_p).in_dll(xml, "xmlFree")


def read(text):
    return xml.xmlReadMemory(text, len(text), b"a.xml", None, 0)


def parse(text):
    xml.xmlFreeDoc(read(text))


def both(text):
    document = read(text)
    out, size = ctypes.c_void_p(), ctypes.c_int()
    xml.xmlDocDumpMemory(document, ctypes.byref(out), ctypes.byref(size))
    free(out)
    xml.xmlFreeDoc(document)


def measure(name, texts, work):
    times, begun = [], time.monotonic()
    while len(times) < 5 or (time.monotonic() - begun < 0.6 and len(times) < 5000):
        start = time.perf_counter_ns()
        for text in texts:
            work(text)
        times.append(time.perf_counter_ns() - start)
    figures = {"name": name, "documents": len(texts), "bytes": sum(map(len, texts)),
               "nanoseconds": int(statistics.median(times))}
    print(json.dumps(figures), flush=True)


texts = [open(file, "rb").read() for file in sys.argv[1:]]
domains = [text for text in texts if b"<domain " in text[:400]]
for _ in range(2):
    measure("corpus tree", texts, parse)
measure("corpus tree and print", texts, both)
measure("domains tree", domains, parse)
measure("domains tree and print", domains, both)
