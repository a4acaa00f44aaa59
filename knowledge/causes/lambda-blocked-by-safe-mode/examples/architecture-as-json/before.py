from tensorflow.keras.layers import Concatenate, Dense, Input, Lambda
from tensorflow.keras.models import Model, model_from_json

a = Input((8,))
front = Lambda(lambda t: t[:, :4])(a)
back = Lambda(lambda t: t[:, 4:])(a)
merged = Concatenate()([Dense(2)(front), Dense(2)(back)])
architecture = Model(a, merged).to_json()

with open("architecture.json", "w") as file:
    file.write(architecture)

with open("architecture.json") as file:
    rebuilt = model_from_json(file.read())
rebuilt.summary()
